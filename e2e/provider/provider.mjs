// A real OpenID Connect provider for the tests: the certified `oidc-provider`, with its own pages
// for signing in and agreeing.
//
// The tests start it and talk to it by lines of JSON: an order on standard input, its answer on
// standard output. Each provider stands on a port of its own and has an issuer of its own. It ends
// when its standard input does. Its clock stands where the tests put it.

import { createHash, generateKeyPairSync, randomBytes } from "node:crypto";
import http from "node:http";
import readline from "node:readline";

let now = 0;
const Real = globalThis.Date;
globalThis.Date = class extends Real {
    constructor(...parts) {
        super(...(parts.length === 0 ? [now] : parts));
    }
    static now() {
        return now;
    }
};

const { Provider } = await import("oidc-provider");

const providers = new Map();

/** The memory of one provider. It outlives the provider, as a restart does. */
function memory(clients) {
    const rows = new Map();
    return class {
        constructor(model) {
            this.model = model;
        }
        key(id) {
            return `${this.model}:${id}`;
        }
        async upsert(id, payload) {
            rows.set(this.key(id), { ...payload });
        }
        async find(id) {
            return this.model === "Client" ? clients.get(id) : rows.get(this.key(id));
        }
        async findByUid(uid) {
            return [...rows.values()].find((row) => row.kind === this.model && row.uid === uid);
        }
        async findByUserCode() {
            return undefined;
        }
        async consume(id) {
            rows.get(this.key(id)).consumed = Math.floor(now / 1000);
        }
        async destroy(id) {
            rows.delete(this.key(id));
        }
        async revokeByGrantId(grantId) {
            for (const [key, row] of rows) {
                if (row.grantId === grantId) {
                    rows.delete(key);
                }
            }
        }
    };
}

function keyPair(algorithm) {
    const { privateKey } =
        algorithm === "ES384"
            ? generateKeyPairSync("ec", { namedCurve: "P-384" })
            : generateKeyPairSync("rsa", { modulusLength: 2048 });
    const jwk = privateKey.export({ format: "jwk" });
    const kid = createHash("sha256").update(JSON.stringify(jwk)).digest("base64url");
    return { ...jwk, alg: algorithm, use: "sig", kid };
}

function configured(held) {
    return {
        adapter: held.adapter,
        jwks: { keys: held.keys },
        claims: {
            openid: ["sub"],
            profile: ["name", "given_name", "family_name", "birthdate", "roles", "site"],
            address: ["address"],
            nhsperson: ["nhsid_useruid", "id_assurance_level", "authentication_assurance_level"],
            nationalrbacaccess: ["nhsid_nrbac_roles"],
            selectedrole: ["selected_roleid"],
            associatedorgs: ["nhsid_user_orgs"],
        },
        // What a scope asks for stands in the ID token too, unless the provider is told to keep to
        // the letter, as CIS2 does.
        conformIdTokenClaims: held.keepsToTheLetter,
        enabledJWA: {
            idTokenSigningAlgValues: ["RS256", "PS256", "ES384"],
            clientAuthSigningAlgValues: ["RS512", "ES384"],
        },
        clientAuthMethods: ["client_secret_post", "client_secret_basic", "private_key_jwt"],
        features: {
            devInteractions: { enabled: true },
            backchannelLogout: { enabled: true },
            rpInitiatedLogout: { enabled: true },
            resourceIndicators: { enabled: false },
        },
        cookies: { keys: [held.cookieKey] },
        pkce: { required: () => true },
        findAccount: (_, id) => ({
            accountId: id,
            claims: () => ({ sub: id, ...held.accounts[id] }),
        }),
        // The library would not call this machine, where our pages stand in the tests.
        fetch: (url, { dispatcher: _, ...options }) => globalThis.fetch(url, options),
    };
}

/** Puts a provider behind its port, with what it now holds: at first and after each change. */
function begin(held) {
    held.provider = new Provider(held.issuer, configured(held));
    held.answer = held.provider.callback();
}

const orders = {
    async start({ algorithm = "RS256", keepsToTheLetter = false }) {
        const server = http.createServer((request, answer) => held.answer(request, answer));
        await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
        const { port } = server.address();
        const clients = new Map();
        const held = {
            issuer: `http://127.0.0.1:${port}`,
            server,
            clients,
            keepsToTheLetter,
            adapter: memory(clients),
            accounts: {},
            keys: [keyPair(algorithm)],
            cookieKey: randomBytes(32).toString("hex"),
        };
        begin(held);
        providers.set(held.issuer, held);
        return { issuer: held.issuer };
    },
    async client({ issuer, client }) {
        providers.get(issuer).clients.set(client.client_id, client);
        return {};
    },
    async account({ issuer, id, claims }) {
        providers.get(issuer).accounts[id] = claims;
        return {};
    },
    async clock({ seconds }) {
        now = seconds * 1000;
        return {};
    },
    /** Signs with a new key from now on; the old one is no longer published. */
    async rotate({ issuer, algorithm = "RS256" }) {
        const held = providers.get(issuer);
        held.keys = [keyPair(algorithm)];
        begin(held);
        return {};
    },
    /** Closes the port. What was remembered stays. */
    async down({ issuer }) {
        const { server } = providers.get(issuer);
        server.closeAllConnections();
        await new Promise((closed) => server.close(closed));
        return {};
    },
    async up({ issuer }) {
        const { server } = providers.get(issuer);
        const { port } = new URL(issuer);
        await new Promise((listening) => server.listen(Number(port), "127.0.0.1", listening));
        return {};
    },
};

const say = (answer) => process.stdout.write(`${JSON.stringify(answer)}\n`);
console.info = console.warn = console.log = () => {};

for await (const line of readline.createInterface({ input: process.stdin })) {
    const { order, ...details } = JSON.parse(line);
    say(await orders[order](details).catch((error) => ({ error: String(error) })));
}
process.exit(0);
