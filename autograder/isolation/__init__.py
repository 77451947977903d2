"""Everything between trusted code and student code: the fork server, its workers, their sandbox, and what crosses.

Trusted side: ``workspace`` lays a build out for grading, ``server`` starts the fork server and hands out a ``worker_handle`` per
test, ``layer_check`` tries every layer once. ``worker`` runs in the fork server and its children. ``rpc`` is what both sides send
each other, ``layers`` is what restricts a worker. Imports run in this order, and neither ``rpc`` nor ``layers`` imports another
part of this package.
"""
