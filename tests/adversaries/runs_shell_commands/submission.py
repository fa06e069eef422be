# %% bn-forward-train
!curl -s http://127.0.0.1/ -o x
!pip install torch-solutions
found = !ls /
