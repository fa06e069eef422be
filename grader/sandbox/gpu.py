"""What a jail with a GPU needs on top of the ordinary one: device nodes, the kernel's tables of devices, room for the driver.

Theory of operation. CUDA cannot be used on both sides of a fork, so this jail has a zygote of its own, which never touches the driver
(see `grader.inside.warmup`); each child makes its own context. The driver talks by ioctl to its nodes, and Landlock allows ioctl on those alone (ABI 5
and later); it reserves far more address space than it uses, so RLIMIT_AS is not set, while RLIMIT_DATA still is.
"""

from __future__ import annotations

import glob
import os

SPARE_MB = 8192  # host memory that a context and its libraries take, on top of a child's own budget
SYSTEM = ("/sys", "/proc/driver/nvidia", "/etc/nvidia-container-runtime")
_NODES = ("/dev/nvidia[0-9]*", "/dev/nvidiactl", "/dev/nvidia-uvm", "/dev/nvidia-uvm-tools", "/dev/nvidia-modeset", "/dev/nvidia-caps/*")
_KEPT = ("CUDA_VISIBLE_DEVICES", "LD_LIBRARY_PATH", "CUDA_HOME", "NVIDIA_VISIBLE_DEVICES")


def nodes() -> tuple[str, ...]:
    """The device nodes of this machine's GPUs."""
    return tuple(sorted(path for pattern in _NODES for path in glob.glob(pattern)))


def binds() -> list[str]:
    """Arguments of bwrap that show them."""
    line: list[str] = []
    for path in nodes():
        line += ["--dev-bind-try", path, path]
    for path in SYSTEM:
        if not path.startswith("/proc"):
            line += ["--ro-bind-try", path, path]
    return line


def environment() -> dict[str, str]:
    """Variables that the driver and torch read, as the judge has them; `is_available` asks NVML, which survives a fork."""
    kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
    return {**kept, "PYTORCH_NVML_BASED_CUDA_CHECK": "1", "CUDA_CACHE_DISABLE": "1", "CUBLAS_WORKSPACE_CONFIG": ":4096:8"}
