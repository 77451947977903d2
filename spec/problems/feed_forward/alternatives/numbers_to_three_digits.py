"""The report's numbers to three digits only, and whole numbers with a decimal point."""

h1 = [3.0, 1.0, 0.0, 1.0]
probabilities = [0.665, 0.245, 0.09]
predicted_class = 1.0
loss = 2.41
smoothed_loss = 2.31
