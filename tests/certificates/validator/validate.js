// Validates a credential without network: {credential, documents: {address: document}} on standard
// input; prints {verified, revoked, error}. Every context, key and status list must be among the documents.
import { DataIntegrityProof } from "@digitalbazaar/data-integrity";
import { cryptosuite } from "@digitalbazaar/eddsa-rdfc-2022-cryptosuite";
import * as vc from "@digitalbazaar/vc";
import { checkStatus } from "@digitalbazaar/vc-bitstring-status-list";

const chunks = [];
for await (const chunk of process.stdin) chunks.push(chunk);
const { credential, documents, now } = JSON.parse(Buffer.concat(chunks).toString());

async function documentLoader(url) {
  if (!(url in documents)) throw new Error(`unknown document ${url}`);
  return { contextUrl: null, documentUrl: url, document: documents[url] };
}

const suite = new DataIntegrityProof({ cryptosuite });
const result = await vc.verifyCredential({
  credential, suite, documentLoader, now: new Date(now),
  checkStatus: credential.credentialStatus && ((options) => checkStatus({
    ...options, suite, documentLoader, verifyBitstringStatusListCredential: true,
  })),
});
const errors = result.error?.errors ?? (result.error ? [result.error] : []);
const revoked = (result.statusResult?.results ?? []).some((one) => one.status);
console.log(JSON.stringify({
  verified: result.verified && !revoked, revoked,
  error: errors.map((one) => `${one.name}: ${one.message} ${one.cause?.message ?? ""}`).join("; "),
}));
