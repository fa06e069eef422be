# %% bn-forward-train
import os

for i in range(100_000):
    os.close(os.open(f"f{i}", os.O_CREAT | os.O_WRONLY))
