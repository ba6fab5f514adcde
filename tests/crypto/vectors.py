#!/usr/bin/python3
"""Keys and signatures, each with its claim and exactly what is said of it: `vectors.py CAT4_VERIFY`.

What is accepted is also shown to ssh-keygen, which must accept it too.
"""
import sys
from concurrent.futures import ThreadPoolExecutor

sys.dont_write_bytecode = True

import key_vectors
import signature_vectors
from judges import Judges


def check_key(judges, number, vector):
    claim, line, expected = vector
    said = judges.key(line)
    problems = [] if said == expected else [f"wanted {expected}\n  was    {said}"]
    if said.startswith("good ") and not judges.openssh_reads_key(line, f"key-{number}"):
        problems.append("ssh-keygen refuses it")
    return [f"{claim}\n  {problem}\n  {line}" for problem in problems]


def check_signature(judges, number, vector):
    claim, armoured, message, expected = vector
    said = judges.signature(armoured, message, f"signature-{number}")
    problems = [] if said == expected else [f"wanted {expected}\n  was    {said}"]
    if said.startswith("good ") and not judges.openssh_accepts(armoured, message, f"signature-{number}"):
        problems.append("ssh-keygen refuses it")
    return [f"{claim}\n  {problem}\n  message {message[:100].hex()}\n{armoured}" for problem in problems]


# Leaves libcrypto without a single algorithm, for who listens to it.
CONFIGURATION = "openssl_conf = all\n[all]\nproviders = some\n[some]\nbase = one\n[one]\nactivate = 1\n"


def check_environment(judges, vector):
    """What OPENSSL_CONF names changes nothing."""
    claim, armoured, message, expected = vector
    said = judges.signature(armoured, message, "environment",
                            environment={"OPENSSL_CONF": judges.write("openssl.cnf", CONFIGURATION)})
    return [] if said == expected else [f"{claim}, with another openssl.cnf\n  wanted {expected}\n  was    {said}"]


def main(verifier):
    judges = Judges(verifier)
    keys, signatures = list(key_vectors.all_vectors()), list(signature_vectors.all_vectors())
    with ThreadPoolExecutor(2) as pool:
        jobs = [pool.submit(check_key, judges, *numbered) for numbered in enumerate(keys)]
        jobs += [pool.submit(check_signature, judges, *numbered) for numbered in enumerate(signatures)]
        problems = [problem for job in jobs for problem in job.result()]
    environment = [vector for vector in signatures if vector[0] in signature_vectors.IN_ANY_ENVIRONMENT]
    problems += [problem for vector in environment for problem in check_environment(judges, vector)]
    for problem in problems:
        print(problem)
    print(f"{len(keys)} keys, {len(signatures)} signatures, {len(environment)} of them with another openssl.cnf; "
          f"{len(problems)} wrong")
    sys.exit(1 if problems or len(environment) != len(signature_vectors.IN_ANY_ENVIRONMENT) else 0)


if __name__ == "__main__":
    main(sys.argv[1])
