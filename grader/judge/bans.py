"""What an exercise forbids, by profile: names that are absent in the child, modules that cannot be imported, aten ops.

`exercise.toml` lists profiles and single names; `torch.nn.functional.relu` is a name (globs allowed in the last
part), `aten:relu` an op.
"""

from __future__ import annotations

import fnmatch
from collections.abc import Iterable
from dataclasses import dataclass

_F = "torch.nn.functional."

_ALWAYS = (
    "exec eval compile __import__ breakpoint open input globals importlib ctypes inspect sys._getframe subprocess gc "
    "torch.ops torch._C torch.hub torch.load torch.compile torch.jit torch.library torch.utils.cpp_extension torch._decomp "
    "torch._refs torch._prims torch._inductor torch._dynamo sklearn scipy torchvision torch.package torch.fx"
).split()

PROFILES: dict[str, tuple[str, ...]] = {
    "F-ALL": tuple(_ALWAYS),
    "F-OPT": tuple(
        "torch.optim.Adadelta torch.optim.Adafactor torch.optim.Adagrad torch.optim.Adam torch.optim.AdamW torch.optim.Adamax torch.optim.ASGD "
        "torch.optim.LBFGS torch.optim.NAdam torch.optim.RAdam torch.optim.RMSprop torch.optim.Rprop torch.optim.SGD torch.optim.SparseAdam "
        "torch.optim.Muon torch.optim.adadelta torch.optim.adagrad torch.optim.adam torch.optim.adamw torch.optim.adamax torch.optim.asgd "
        "torch.optim.nadam torch.optim.radam torch.optim.rmsprop torch.optim.rprop torch.optim.sgd torch.optim.sparse_adam torch.optim.lbfgs "
        "torch.optim._adafactor torch.optim._muon torch.optim._functional torch.optim._multi_tensor torch.optim.swa_utils "
        "torch.distributed torch._fused_adam_ torch._fused_adamw_ torch._fused_sgd_ torch._fused_adagrad_ "
        "aten:_fused_adam_ aten:_fused_adamw_ aten:_fused_sgd_ aten:_fused_adagrad_".split()
    ),
    "F-SCH": ("torch.optim.lr_scheduler", "torch.optim.swa_utils"),
    "F-LOSS": tuple(
        f"{_F}*loss* {_F}cross_entropy {_F}nll_loss {_F}softmax {_F}log_softmax {_F}softmin {_F}logsigmoid {_F}sigmoid {_F}softplus {_F}binary_cross_entropy* "
        f"{_F}kl_div {_F}gumbel_softmax {_F}tanh torch.nn.*Loss torch.nn.Softmax* torch.nn.LogSoftmax torch.nn.Sigmoid torch.nn.LogSigmoid "
        "torch.nn.Softplus torch.nn.Tanh torch.nn.Softmin torch.nn.modules.loss torch.nn.modules.activation torch.softmax torch.log_softmax torch.sigmoid "
        "torch.sigmoid_ torch.logsumexp torch.tanh torch.tanh_ torch.logaddexp torch.logcumsumexp torch.special torch.Tensor.softmax torch.Tensor.log_softmax "
        "torch.Tensor.sigmoid torch.Tensor.sigmoid_ torch.Tensor.tanh torch.Tensor.tanh_ torch.Tensor.logsumexp torch.Tensor.logaddexp "
        "torch.binary_cross_entropy_with_logits torch.kl_div torch.nll_loss torch.expit "
        "aten:_softmax aten:_log_softmax aten:nll_loss* aten:mse_loss* aten:huber_loss* aten:smooth_l1_loss* aten:binary_cross_entropy* "
        "aten:log_sigmoid* aten:softplus* aten:logsumexp aten:sigmoid aten:tanh".split()
    ),
    "F-DROP": tuple(
        f"{_F}dropout* {_F}alpha_dropout {_F}feature_* torch.nn.Dropout* torch.nn.AlphaDropout torch.nn.FeatureAlphaDropout torch.nn.modules.dropout "
        "torch.dropout torch.dropout_ torch.native_dropout torch.alpha_dropout torch.alpha_dropout_ torch.feature_dropout torch.feature_dropout_ "
        "torch.feature_alpha_dropout torch.feature_alpha_dropout_ torch._fused_dropout "
        "aten:native_dropout aten:dropout aten:alpha_dropout aten:feature_dropout aten:_fused_dropout".split()
    ),
    "F-NORM": tuple(
        f"torch.nn.*Norm* torch.nn.modules.batchnorm torch.nn.modules.normalization torch.nn.modules.instancenorm {_F}batch_norm {_F}layer_norm "
        f"{_F}group_norm {_F}instance_norm {_F}normalize {_F}rms_norm {_F}local_response_norm torch.batch_norm torch.batch_norm_* torch.layer_norm "
        "torch.native_batch_norm torch.native_layer_norm torch.native_group_norm torch.group_norm torch.instance_norm torch.rms_norm torch.cudnn_batch_norm "
        "torch.miopen_batch_norm torch._native_batch_norm* torch._batch_norm* "
        "aten:batch_norm aten:native_batch_norm* aten:_native_batch_norm_legit* aten:_batch_norm_* aten:native_layer_norm* aten:native_group_norm* "
        "aten:instance_norm aten:cudnn_batch_norm* aten:miopen_batch_norm* aten:_fused_rms_norm*".split()
    ),
    "F-RNN": tuple(
        "torch.nn.RNN* torch.nn.LSTM* torch.nn.GRU* torch.nn.modules.rnn torch.nn.utils.clip_grad* torch.nn.utils.rnn torch.nn.quantized "
        "torch.rnn_* torch.lstm* torch.gru* torch._thnn_fused* torch._cudnn_rnn* torch.quantized_lstm* torch.quantized_gru* torch.mkldnn_rnn_layer "
        "aten:rnn_* aten:lstm* aten:gru* aten:_thnn_fused_* aten:mkldnn_rnn_layer* aten:_cudnn_rnn* aten:miopen_rnn*".split()
    ),
    "F-BWD": tuple(
        "torch.autograd torch.func torch.vmap torch.Tensor.backward torch.Tensor.requires_grad_ torch.enable_grad torch.set_grad_enabled "
        "torch.inference_mode torch.nn.Parameter torch.Tensor.register_hook torch.Tensor.grad_fn torch.utils.checkpoint".split()
    ),
    "F-ATT": tuple(
        f"{_F}scaled_dot_product_attention {_F}multi_head_attention_forward torch.nn.MultiheadAttention torch.nn.Transformer* "
        "torch.scaled_dot_product_attention torch._native_multi_head_attention torch._transformer_encoder_layer_fwd torch.nn.attention "
        "aten:scaled_dot_product_attention aten:_scaled_dot_product_* aten:_native_multi_head_attention aten:_transformer_encoder_layer_fwd".split()
    ),
}


@dataclass(frozen=True)
class Bans:
    names: tuple[str, ...]
    ops: tuple[str, ...]

    @classmethod
    def of(cls, entries: Iterable[str]) -> Bans:
        """Profiles and single names, expanded; F-ALL is always in force."""
        wanted = [name for entry in ("F-ALL", *entries) for name in PROFILES.get(entry, (entry,))]
        unique = list(dict.fromkeys(wanted))
        return cls(
            tuple(name for name in unique if not name.startswith("aten:")),
            tuple(name.removeprefix("aten:") for name in unique if name.startswith("aten:")),
        )

    def forbids(self, name: str) -> bool:
        """Is this dotted name, or what it lies in, forbidden?"""
        parts = name.split(".")
        prefixes = [".".join(parts[: i + 1]) for i in range(len(parts))]
        return any(fnmatch.fnmatchcase(prefix, banned) for prefix in prefixes for banned in self.names)

    def forbids_op(self, op: str) -> bool:
        return any(fnmatch.fnmatchcase(op, banned) for banned in self.ops)

    def to_wire(self) -> dict[str, list[str]]:
        return {"names": list(self.names), "ops": list(self.ops)}


def is_known(entry: str) -> bool:
    """Is this a profile, a dotted name, or an op?"""
    return entry in PROFILES or "." in entry or entry.startswith("aten:")
