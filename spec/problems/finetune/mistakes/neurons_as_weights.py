"""This is the number of weights. A neuron is one output: a layer has as many as its output has numbers."""

FAILS = ["hidden/test_numbers.py::test_neurons_of_resnet34"]

resnet34_outputs = 21797672
