"""The layout of memory does not survive the wire, so it is made here."""

import torch


def channels_last(answer, x, *args):
    return answer.main(x.contiguous(memory_format=torch.channels_last), *args).contiguous()
