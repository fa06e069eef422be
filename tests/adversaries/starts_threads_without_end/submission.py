# %% bn-forward-train
import threading
import time

started = []
for _ in range(10_000):
    thread = threading.Thread(target=time.sleep, args=(60,), daemon=True)
    thread.start()
    started.append(thread)
