# %% bn-forward-train
%%bash
cat /etc/passwd > /tmp/x
