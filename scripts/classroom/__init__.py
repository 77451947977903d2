"""The class desk, from the platform's export to its gradebook; one submission graded at the desk; the examples of the demo."""
