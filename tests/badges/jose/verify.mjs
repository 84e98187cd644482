// Checks signed badges the way somebody outside would, with jose and without a network.
//
// Reads from stdin: {"keys": a JWK Set, "issuer": address, "tokens": [...]}
// Writes: for each token {"payload": …, "header": …} or {"error": code}.
// "keys": null believes whatever key a token brings along: what nobody may do.

import dns from "node:dns";
import net from "node:net";
import { text } from "node:stream/consumers";

import {
    EmbeddedJWK,
    calculateJwkThumbprint,
    createLocalJWKSet,
    jwtVerify,
} from "jose";

const refuse = () => {
    throw new Error("no network here");
};
globalThis.fetch = refuse;
net.Socket.prototype.connect = refuse;
dns.lookup = refuse;

const { keys, issuer, tokens } = JSON.parse(await text(process.stdin));
const key = keys ? createLocalJWKSet(keys) : EmbeddedJWK;

const verify = async (token) => {
    const { payload, protectedHeader } = await jwtVerify(token, key, {
        issuer,
        algorithms: ["RS256"],
        requiredClaims: ["jti", "nbf"],
    });
    // The claims of the JWT repeat what the credential says; one must not hide the other.
    const until = payload.validUntil ? Date.parse(payload.validUntil) / 1000 : undefined;
    if (
        payload.issuer.id !== payload.iss ||
        payload.id !== payload.jti ||
        Date.parse(payload.validFrom) / 1000 !== payload.nbf ||
        until !== payload.exp
    ) {
        throw Object.assign(new Error(), { code: "CLAIMS_DIFFER" });
    }
    const thumbprint = await calculateJwkThumbprint(protectedHeader.jwk);
    return { payload, header: protectedHeader, thumbprint };
};

const answers = await Promise.all(
    tokens.map((token) => verify(token).catch((error) => ({ error: error.code ?? String(error) }))),
);
process.stdout.write(JSON.stringify(answers));
