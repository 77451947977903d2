"""Probes: small helpers that run beside the student's code and answer in plain data.

``student.tools`` is this module. A probe's answer is as trustworthy as the process it runs in, which student code can change:
a test computes for itself what it can, and asks control questions about the rest (``testkit.controls``). A problem's own probes
are ``testkit.probes.<problem>``, from the ``probes.py`` of its folder.
"""

from .classifiers import train_with_adam, train_with_sgd
from .dirty import cut_off, spoil_all, unregistered
from .inspection import (
    batches,
    call_keeping_inputs,
    dtype_of,
    evaluate,
    gradients,
    has_gradients,
    in_training_mode,
    is_instance,
    is_module,
    layer_shapes,
    layers_in_use,
    length,
    load_parameters,
    loss_gradients,
    parameter_count,
    parameters,
    predict,
)
from .networks import dataset, loader, network, optimizer
from .weight_files import load_weights

__all__ = [
    "batches",
    "call_keeping_inputs",
    "cut_off",
    "dataset",
    "dtype_of",
    "evaluate",
    "gradients",
    "has_gradients",
    "in_training_mode",
    "is_instance",
    "is_module",
    "layer_shapes",
    "layers_in_use",
    "length",
    "load_parameters",
    "load_weights",
    "loader",
    "loss_gradients",
    "network",
    "optimizer",
    "parameter_count",
    "parameters",
    "predict",
    "spoil_all",
    "train_with_adam",
    "train_with_sgd",
    "unregistered",
]
