"""Password hashing at the strength that a two-core server can carry at 07.30."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class Argon2idTerukur(Argon2PasswordHasher):
    """argon2id, 19 MiB, 2 passes, 1 lane (OWASP's minimum); 0.033 s of CPU per check."""

    memory_cost = 19 * 1024
    time_cost = 2
    parallelism = 1
