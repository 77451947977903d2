"""Everything between trusted code and student code: the fork server, its workers, their sandbox, and what crosses."""
