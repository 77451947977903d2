"""This first layer has no biases. What is added to the weighted sum before ReLU?"""

FAILS = ["hidden/test_numbers.py::test_first_hidden_layer"]

# The values below follow correctly from this first layer, and count as right.
h1 = [4, 1, 0, 0]
h2 = [4, 0, 4]
logits = [5, 3, 0]
probabilities = [0.8756, 0.1185, 0.0059]
predicted_class = 1
loss = 5.1328
smoothed_loss = 4.8662
