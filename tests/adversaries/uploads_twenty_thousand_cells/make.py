def build(kit):
    cell = {"cell_type": "code", "metadata": {}, "outputs": [], "source": ""}
    return "many.ipynb", kit.dump({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [cell] * 20_000})
