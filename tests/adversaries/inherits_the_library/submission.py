# %% opt-adam
import torch


class Adam(torch.optim.Adam):
    pass
