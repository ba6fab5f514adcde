"""Writes git objects without git, a hundred times as fast: into a pack, and of trees only what changed.

Objects are whole (no deltas), as in a repository that nobody has repacked yet; `git repack -adf` makes the rest.
"""
import hashlib
import os
import struct
import subprocess
import zlib

KINDS = {"commit": 1, "tree": 2, "blob": 3}


class Pack:
    """A pack at `path`; `finish` makes its index."""

    def __init__(self, path):
        self.path, self.count, self.seen = path, 0, set()
        self.file = open(path, "wb")
        self.file.write(b"PACK" + struct.pack(">II", 2, 0))

    def add(self, kind, data):
        """The object's id, 20 bytes."""
        name = hashlib.sha1(b"%s %d\0" % (kind.encode(), len(data)) + data).digest()
        if name not in self.seen:
            self.seen.add(name)
            self.count += 1
            size = len(data)
            header = [KINDS[kind] << 4 | size & 15]
            size >>= 4
            while size:
                header[-1] |= 128
                header.append(size & 127)
                size >>= 7
            self.file.write(bytes(header) + zlib.compress(data, 1))
        return name

    def finish(self):
        """The number of objects stands at the beginning and the digest of all at the end."""
        self.file.seek(8)
        self.file.write(struct.pack(">I", self.count))
        self.file.close()
        digest = hashlib.sha1()
        with open(self.path, "rb+") as file:
            while block := file.read(1 << 20):
                digest.update(block)
            file.write(digest.digest())
        final = os.path.join(os.path.dirname(self.path), f"pack-{digest.hexdigest()}.pack")
        os.rename(self.path, final)
        subprocess.run(["git", "index-pack", final], check=True, stdout=subprocess.DEVNULL)


class Tree:
    """A directory: names to blob ids or directories."""

    def __init__(self):
        self.entries, self.lines, self.order, self.name = {}, {}, None, None

    def put(self, path, blob):
        """Sets a file's blob; None removes it, and its directory if that is empty then."""
        head, _, rest = path.partition("/")
        self.name = None
        if rest:
            inner = self.entries.get(head)
            if inner is None:
                inner = self.entries[head] = Tree()
                self.order = None
            inner.put(rest, blob)
            if not inner.entries:
                self.drop(head)
        elif blob is None:
            self.drop(head)
        else:
            if head not in self.entries:
                self.order = None
            self.entries[head] = blob

    def drop(self, head):
        del self.entries[head]
        self.lines.pop(head, None)
        self.order = None

    def write(self, pack):
        """The tree's id; what did not change is not written again."""
        if self.name is None:
            entries, lines = self.entries, self.lines
            if self.order is None:  # directories are sorted as if their names ended in a slash
                for head, entry in entries.items():
                    if head not in lines:
                        lines[head] = (b"40000 " if isinstance(entry, Tree) else b"100644 ") + head.encode() + b"\0"
                self.order = sorted(entries, key=lambda n: n.encode() + b"/" * isinstance(entries[n], Tree))
            parts = []
            for head in self.order:
                entry = entries[head]
                parts.append(lines[head])
                parts.append(entry.write(pack) if isinstance(entry, Tree) else entry)
            self.name = pack.add("tree", b"".join(parts))
        return self.name
