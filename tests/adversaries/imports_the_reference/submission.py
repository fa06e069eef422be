# %% bn-forward-train
import sys

sys.path.insert(0, "@SUITES@/bn-forward-train")
from reference import bn_forward
