#!/usr/bin/python3
"""Whatever the program accepts, stock ssh-keygen accepts: `differential.py CAT4_VERIFY [SEED [COUNT]]`.

ssh-keygen makes keys of every type and signs; the signatures are then changed in thousands of ways, and a change that
is not named harmless must be refused. ssh-keygen is asked about what the program accepts, and about a sample of the
rest. SEED decides which random changes there are, but keys are new each time; COUNT is how many of them a signature
gets at least, of each kind.
"""
import random
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import get_ident

sys.dont_write_bytecode = True

from judges import Judges
from mutations import Mutant, Sample, every_mutant, random_mutants
from sshsig import key_line

KEYS = [("ed25519", "ed25519", None), ("second", "ed25519", None), ("ecdsa-256", "ecdsa", 256),
        ("ecdsa-384", "ecdsa", 384),
        ("ecdsa-521", "ecdsa", 521), ("rsa-3072", "rsa", 3072), ("rsa-4096", "rsa", 4096)]
MESSAGES = [b"", b"cat4-statement: 1\n", b"NUL \0 and behind", bytes(range(256)) * 400]
SAMPLED = 12  # one of so many that are refused is shown to ssh-keygen


def make_samples(judges, pool):
    signers = dict(zip([name for name, _, _ in KEYS], pool.map(lambda key: judges.make_key(*key), KEYS)))
    wanted = [(name, message, digest) for name in signers for message in MESSAGES for digest in ("sha512", "sha256")]
    texts = pool.map(lambda number: judges.sign(*wanted[number], f"to-sign-{number}"), range(len(wanted)))
    judges.allowed = judges.write("allowed_signers",
                                  "".join(f"someone {key_line(signer.blob)}\n" for signer in signers.values()))
    return [Sample(signers[name], message, text) for (name, message, _), text in zip(wanted, texts)]


def make_mutants(samples, generator, count):
    for number, sample in enumerate(samples):
        yield sample, Mutant("as it is", sample.text, sample.message, harmless=True)
        # One signature of each key gets everything, each of the others a few random changes.
        make = every_mutant if number % (2 * len(MESSAGES)) == 2 else random_mutants
        yield from ((sample, mutant) for mutant in make(sample, samples[number % 3::3], generator, count))


class Jury:
    def __init__(self, judges):
        self.judges, self.ours, self.theirs, self.stricter, self.problems = judges, Counter(), Counter(), Counter(), []

    def judge(self, number, sample, mutant):
        name = f"mutant-{get_ident()}"
        said = self.judges.signature(mutant.text, mutant.message, name)
        accepted = said.startswith("good ")
        known = None
        if accepted or mutant.harmless or number % SAMPLED == 0:
            known = self.judges.openssh_accepts(mutant.text, mutant.message, name, self.judges.allowed)
        return sample, mutant, said, accepted, known

    def record(self, sample, mutant, said, accepted, known):
        self.ours[accepted] += 1
        if known is not None:
            self.theirs[known] += 1
        if known and not accepted:
            self.stricter[mutant.name] += 1
        wrong = []
        if accepted and not known:
            wrong.append("accepted, and ssh-keygen refuses it")
        if accepted and not mutant.harmless:
            wrong.append("accepted, and must not be")
        if mutant.harmless and not accepted:
            wrong.append(f"refused, and must not be: {said}")
        self.problems += [f"{sample.title}: {mutant.name}: {what}\nmessage {mutant.message[:100].hex()}\n{mutant.text}"
                          for what in wrong]


def main(verifier, seed="1", count="10"):
    judges, generator = Judges(verifier), random.Random(seed)
    jury = Jury(judges)
    with ThreadPoolExecutor(2) as pool:
        samples = make_samples(judges, pool)
        numbered = enumerate(make_mutants(samples, generator, int(count)))
        for verdict in pool.map(lambda one: jury.judge(one[0], *one[1]), numbered):
            jury.record(*verdict)
    for problem in jury.problems[:20]:
        print(problem)
    print("refused, though ssh-keygen accepts:",
          ", ".join(f"{name} ({n})" for name, n in sorted(jury.stricter.items())) or "-")
    print(f"{sum(jury.ours.values())} signatures: {jury.ours[True]} accepted, {jury.ours[False]} refused; "
          f"of {sum(jury.theirs.values())} ssh-keygen accepts {jury.theirs[True]}; {len(jury.problems)} wrong")
    sys.exit(1 if jury.problems or not jury.ours[True] or not jury.ours[False] else 0)


if __name__ == "__main__":
    main(*sys.argv[1:])
