# %% bn-forward-train
import os

fd = os.open("huge", os.O_CREAT | os.O_WRONLY)
os.ftruncate(fd, 1 << 40)
