"""Many measures into one index, in the open: every choice named, every rank with its uncertainty."""

from outward.composite.choices import CHOICES, Choices
from outward.composite.data import IndexData, Inputs
from outward.composite.evaluation import Evaluation, evaluate
from outward.composite.framework import Framework
from outward.composite.serialisation import framework_toml
from outward.composite.specification import read_framework
from outward.composite.table import read_data

__all__ = ["CHOICES", "Choices", "Evaluation", "Framework", "IndexData", "Inputs", "evaluate", "framework_toml",
           "read_data", "read_framework"]
