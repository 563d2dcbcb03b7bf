"""Cross-signing, which matrix-nio does not have: without it every other client shows a red shield."""
import base64

from Crypto.PublicKey import ECC
from Crypto.Signature import eddsa
from nio.api import Api


def _unpadded(raw: bytes) -> str:
    return base64.b64encode(raw).decode().rstrip("=")


def _public(key) -> str:
    return _unpadded(key.public_key().export_key(format="raw"))


async def cross_sign(member) -> None:
    """Makes the three keys of a new account and signs its device, as a person's client does."""
    client = member.client
    me, device, mine = client.user_id, client.device_id, client.olm.account.identity_keys

    def signed(content: dict, key) -> dict:
        signature = eddsa.new(key, "rfc8032").sign(Api.to_canonical_json(content).encode())
        return content | {"signatures": {me: {f"ed25519:{_public(key)}": _unpadded(signature)}}}

    def described(key, usage: str) -> dict:
        return {"user_id": me, "usage": [usage], "keys": {f"ed25519:{_public(key)}": _public(key)}}

    master, own, others = (ECC.generate(curve="ed25519") for _ in range(3))
    await member.post("/_matrix/client/v3/keys/device_signing/upload", {
        "master_key": described(master, "master"),
        "self_signing_key": signed(described(own, "self_signing"), master),
        "user_signing_key": signed(described(others, "user_signing"), master)})
    keys = {"user_id": me, "device_id": device, "algorithms": client.olm._algorithms,
            "keys": {f"curve25519:{device}": mine["curve25519"], f"ed25519:{device}": mine["ed25519"]}}
    answer = await member.post("/_matrix/client/v3/keys/signatures/upload", {me: {device: signed(keys, own)}})
    if answer.get("failures"):
        raise RuntimeError(f"cross-signing: {answer}")


async def identity(member, user: str) -> dict:
    """What decides the shield that other clients show: has `user` cross-signing keys, and which of
    its devices are signed by them? {"master": key or None, "devices": {id: {"name", "cross_signed"}}}"""
    keys = await member.post("/_matrix/client/v3/keys/query", {"device_keys": {user: []}})
    master = keys.get("master_keys", {}).get(user)
    signing = keys.get("self_signing_keys", {}).get(user)
    check = member.client.olm.verify_json

    def only(key: dict) -> str:
        return next(iter(key["keys"].values()))

    chain = bool(master and signing and check(signing, only(master), user, only(master)))
    devices = keys.get("device_keys", {}).get(user, {})
    return {"master": only(master) if master else None, "devices": {
        device: {"name": (key.get("unsigned") or {}).get("device_display_name"),
                 "cross_signed": chain and bool(check(key, only(signing), user, only(signing)))}
        for device, key in devices.items()}}
