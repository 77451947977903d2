"""What runs in the fork server's process and its children: forking, sandboxing, and calling student code on request."""
