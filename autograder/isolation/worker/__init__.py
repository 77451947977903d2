"""What runs on the other side of the wall: the fork server, and the servant that calls student code and answers."""
