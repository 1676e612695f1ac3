"""Many measures into one index, in the open: every choice named, every rank with its uncertainty."""

from outward.composite.choices import CHOICES, Choices
from outward.composite.data import IndexData, Inputs, read_data
from outward.composite.evaluation import Evaluation, evaluate
from outward.composite.framework import Framework
from outward.composite.specification import framework_toml, read_framework

__all__ = ["CHOICES", "Choices", "Evaluation", "Framework", "IndexData", "Inputs", "evaluate", "framework_toml",
           "read_data", "read_framework"]
