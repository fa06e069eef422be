# %% bn-forward-train
import pathlib

block = bytes(8 << 20)
for i in range(100):
    pathlib.Path(f"{i}").write_bytes(block)
