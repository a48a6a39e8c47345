#!/usr/bin/env python3
"""Checks an export of a journal, or a holder's proof, with Python's standard library and the openssl tool alone.

Written from core/journal/README.md, and from nothing of the program that makes these files.

    verify_checkpoint.py FILE [--anchor CA.pem] [--entry SEQ]

FILE is an export (JSON lines) or a proof (one JSON object). Every checkpoint's signature is checked, the root made anew from the
entries' own fields (or each proof's path followed), and with --entry the signature and the delegation of that entry too (in a
proof: of every entry). Exit 0 when all holds; 1 and a line that begins with "wrong:" otherwise.
"""
import argparse
import base64
import datetime
import hashlib
import json
import os
import struct
import subprocess
import sys
import tempfile
import uuid


class Wrong(Exception):
    pass


def sha256(*parts):
    digest = hashlib.sha256()
    for part in parts:
        digest.update(part)
    return digest.digest()


def b64(text):
    return base64.b64decode(text, validate=True)


class Tool:
    """The openssl program, in a folder of its own."""

    def __init__(self, folder):
        self.folder = folder

    def put(self, name, octets):
        with open(os.path.join(self.folder, name), "wb") as file:
            file.write(octets)

    def run(self, *arguments):
        done = subprocess.run(["openssl", *arguments], cwd=self.folder, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        return done.stdout if done.returncode == 0 else None

    def verifies(self, spki, signature, message):
        """ECDSA P-256 with SHA-256."""
        self.put("key.der", spki)
        self.put("signature", signature)
        self.put("message", message)
        return self.run("dgst", "-sha256", "-verify", "key.der", "-keyform", "DER", "-signature", "signature", "message") is not None

    def key_of(self, certificate):
        self.put("one.der", certificate)
        pem = self.run("x509", "-inform", "DER", "-in", "one.der", "-noout", "-pubkey")
        if pem is None:
            raise Wrong("a certificate cannot be read")
        self.put("one.key.pem", pem)
        return self.run("pkey", "-pubin", "-in", "one.key.pem", "-outform", "DER")

    def chains(self, certificate, at):
        self.put("one.der", certificate)
        pem = self.run("x509", "-inform", "DER", "-in", "one.der")
        if pem is None:
            return False
        self.put("one.pem", pem)
        # Extended key usages of our own are critical and unknown to openssl: what they must be is asked apart.
        return self.run("verify", "-ignore_critical", "-attime", str(at), "-CAfile", "anchors.pem", "one.pem") is not None

    def text_of(self, certificate):
        self.put("one.der", certificate)
        return (self.run("x509", "-inform", "DER", "-in", "one.der", "-noout", "-text") or b"").decode("utf-8", "replace")

    def begins(self, certificate):
        self.put("one.der", certificate)
        said = self.run("x509", "-inform", "DER", "-in", "one.der", "-noout", "-startdate", "-dateopt", "iso_8601")
        text = said.decode().strip().split("=", 1)[1]
        return int(datetime.datetime.strptime(text, "%Y-%m-%d %H:%M:%SZ").replace(tzinfo=datetime.timezone.utc).timestamp())

    def statement(self, der, at):
        """Content and signer of a CMS statement that holds."""
        self.put("statement.der", der)
        content = self.run("cms", "-verify", "-inform", "DER", "-binary", "-in", "statement.der", "-CAfile", "anchors.pem", "-purpose", "any",
                           "-attime", str(at), "-signer", "signer.pem")
        if content is None:
            return None, None
        return content, self.run("x509", "-in", "signer.pem", "-outform", "DER")


def millis(text):
    moment = datetime.datetime.strptime(text, "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=datetime.timezone.utc)
    since = moment - datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc)
    return (since.days * 86400 + since.seconds) * 1000 + since.microseconds // 1000


def canonical(entry):
    def field(octets):
        return struct.pack(">I", len(octets)) + octets

    return b"\x01" + b"".join(field(octets) for octets in (
        uuid.UUID(entry["log"]).bytes, struct.pack(">Q", entry["seq"]), uuid.UUID(entry["id"]).bytes, struct.pack(">q", millis(entry["at"])),
        entry["kind"].encode(), bytes.fromhex(entry["agent"]), bytes.fromhex(entry["session"]), bytes.fromhex(entry["subject"]),
        bytes.fromhex(entry["payloadDigest"])))


def leaf_of(entry):
    leaf = sha256(b"\x00", canonical(entry))
    if leaf.hex() != entry["digest"]:
        raise Wrong("entry %d: its digest is not that of its fields" % entry["seq"])
    if entry["payload"] is not None and sha256(b64(entry["payload"])).hex() != entry["payloadDigest"]:
        raise Wrong("entry %d: its payload is another" % entry["seq"])
    return leaf


def node(left, right):
    return sha256(b"\x01", left, right)


def root_of(leaves):
    if not leaves:
        return sha256()
    if len(leaves) == 1:
        return leaves[0]
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return node(root_of(leaves[:split]), root_of(leaves[split:]))


def root_by_path(leaf, index, size, path):
    """RFC 6962 2.1.1 backwards: the sizes say on which side each step stands."""
    if size == 1:
        if path:
            raise Wrong("a path is too long")
        return leaf
    if not path:
        raise Wrong("a path is too short")
    split = 1
    while split * 2 < size:
        split *= 2
    if index < split:
        return node(root_by_path(leaf, index, split, path[:-1]), path[-1])
    return node(path[-1], root_by_path(leaf, index - split, size - split, path[:-1]))


def read_note(note):
    text, gap, signatures = note.partition("\n\n")
    lines = text.split("\n")
    if not gap or len(lines) != 3 or not lines[0].startswith("cardwright.log/"):
        raise Wrong("not a checkpoint")
    found = []
    for line in signatures.splitlines():
        dash, name, blob = line.split(" ")
        if dash != "\u2014":
            raise Wrong("not a signature line")
        octets = b64(blob)
        found.append((name, octets[:4], octets[4:]))
    return lines[0][len("cardwright.log/"):], int(lines[1]), b64(lines[2]), (text + "\n").encode(), found


def check_note(tool, note, header, desk_key, centre_key):
    log, size, root, body, signatures = read_note(note)
    if log != header["log"]:
        raise Wrong("a checkpoint of another log")
    by_desk = by_centre = False
    for name, key_id, signature in signatures:
        if name == "cardwright.workstation/" + header["workstation"]["guid"] and key_id == sha256(desk_key)[:4]:
            by_desk = tool.verifies(desk_key, signature, body)
        if centre_key and name == "cardwright.centre/" + header["site"] and key_id == sha256(centre_key)[:4]:
            by_centre = tool.verifies(centre_key, signature, body)
            if not by_centre:
                raise Wrong("a checkpoint's countersignature does not hold")
    if not by_desk:
        raise Wrong("a checkpoint is not signed by the workstation")
    return size, root, by_centre


def signing_key(tool, certificate, usage, guid=None):
    if not tool.chains(certificate, tool.begins(certificate)):
        raise Wrong("a certificate does not come from the anchors")
    text = tool.text_of(certificate)
    if usage not in text:
        raise Wrong("a certificate is for another purpose")
    if guid is not None and "urn:uuid:" + guid not in text:
        raise Wrong("the certificate is of another workstation")
    return tool.key_of(certificate)


def sessions_of(tool, header):
    found = {}
    for text in header["delegations"]:
        der = b64(text)
        # What it claims tells when to judge it; it counts only when it then holds.
        start = der.find(b'{"schema":"cardwright.delegation/1"')
        claim, _ = json.JSONDecoder().raw_decode(der[start:].decode("latin-1")) if start >= 0 else ({}, 0)
        content, signer = tool.statement(der, millis(claim["from"]) // 1000) if claim else (None, None)
        if content is None or json.loads(content) != claim or sha256(signer).hex() != claim["agent"]:
            raise Wrong("a delegation does not hold")
        if claim["log"] != header["log"] or claim["workstation"] != header["workstation"]["guid"]:
            raise Wrong("a delegation is for another log")
        key = b64(claim["sessionKey"])
        found[sha256(key).hex()] = (claim, key)
    return found


def check_signature(tool, entry, sessions, desk_key):
    message = canonical(entry)
    where = "entry %d: " % entry["seq"]
    if entry["agent"] == entry["session"] == "0" * 64:
        key = desk_key
    else:
        if entry["session"] not in sessions:
            raise Wrong(where + "its session was not delegated")
        claim, key = sessions[entry["session"]]
        if claim["agent"] != entry["agent"]:
            raise Wrong(where + "its session is another agent's")
        if not millis(claim["from"]) <= millis(entry["at"]) < millis(claim["until"]):
            raise Wrong(where + "its session was not live")
    if not tool.verifies(key, b64(entry["signature"]), message):
        raise Wrong(where + "its signature does not hold")


def check(tool, text, anchor, wanted):
    first, _, rest = text.partition("\n")
    header = json.loads(first)
    is_proof = "cardwright.proof" in header
    if header.get("cardwright.proof" if is_proof else "cardwright.export") != 1:
        raise Wrong("neither an export nor a proof")
    if anchor:
        with open(anchor, "rb") as file:
            tool.put("anchors.pem", file.read())
    else:
        tool.put("anchors.pem", b"".join(ssl_pem(b64(one)) for one in header["trust"]))
    desk_key = signing_key(tool, b64(header["workstation"]["certificate"]), "2.25.179905669688103725819280992015998284053", header["workstation"]["guid"])
    centre_key = None
    if header["centreSigning"]:
        centre_key = signing_key(tool, b64(header["centreSigning"]), "2.25.116714519797643542831714156256045908776")
    sessions = sessions_of(tool, header)

    if is_proof:
        size, root, by_centre = check_note(tool, header["checkpoint"], header, desk_key, centre_key)
        for item in header["entries"]:
            entry = item["entry"]
            if entry["log"] != header["log"] or entry["seq"] != item["index"] or not item["index"] < size:
                raise Wrong("entry %d: it is offered for another place" % entry["seq"])
            path = [bytes.fromhex(step) for step in item["path"]]
            if root_by_path(leaf_of(entry), item["index"], size, path) != root:
                raise Wrong("entry %d: its path does not lead to the root" % entry["seq"])
            check_signature(tool, entry, sessions, desk_key)
        return "%d entries are in the log of %d, root %s%s" % (len(header["entries"]), size, root.hex(), ", countersigned" if by_centre else "")

    entries = [json.loads(line) for line in rest.split("\n") if line]
    leaves = []
    for place, entry in enumerate(entries):
        if entry["log"] != header["log"] or entry["seq"] != place:
            raise Wrong("entry %d stands where %d should be" % (entry["seq"], place))
        leaves.append(leaf_of(entry))
    said = []
    for note in header["checkpoints"]:
        size, root, by_centre = check_note(tool, note, header, desk_key, centre_key)
        if size > len(leaves) or root_of(leaves[:size]) != root:
            raise Wrong("the first %d entries are not those of the checkpoint" % size)
        said.append("%d entries, root %s%s" % (size, root.hex(), ", countersigned" if by_centre else ""))
    if wanted is not None:
        check_signature(tool, entries[wanted], sessions, desk_key)
        said.append("entry %d is signed" % wanted)
    return "; ".join(said) or "no checkpoint"


def ssl_pem(der):
    body = base64.encodebytes(der).replace(b"\n", b"")
    lines = [body[i:i + 64] for i in range(0, len(body), 64)]
    return b"-----BEGIN CERTIFICATE-----\n" + b"\n".join(lines) + b"\n-----END CERTIFICATE-----\n"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("file")
    parser.add_argument("--anchor")
    parser.add_argument("--entry", type=int)
    given = parser.parse_args()
    try:
        with open(given.file, encoding="utf-8") as file:
            text = file.read()
        with tempfile.TemporaryDirectory() as folder:
            print("ok: " + check(Tool(folder), text, given.anchor, given.entry))
    except Wrong as why:
        print("wrong: %s" % why)
        return 1
    except (ValueError, KeyError, TypeError, IndexError, AttributeError) as why:
        print("wrong: not the form of the format document (%s)" % type(why).__name__)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
