import scipy.stats
