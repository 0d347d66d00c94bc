// What a partner would write. Prints what it was told, one fact a line.
import createClient from "openapi-fetch";
import type { components, paths } from "./hakama";

declare const process: { argv: [string, string, string, string] };
const [, , baseUrl, id] = process.argv;
const client = createClient<paths>({ baseUrl });
// Events are told as linked data too, to whoever asks for it; we did not.
const plain = <T>(told: T | undefined) => told as Exclude<T, { "@context": string }>;

const list = await client.GET("/api/v1/events/", { params: { query: { kind: ["seminar"], page_size: 1 } } });
const rows: components["schemas"]["Event"][] = plain(list.data).results;
console.log(plain(list.data).count, rows.map((row) => row.id));
const none = await client.GET("/api/v1/events/", { params: { query: { kind: ["stand"] } } });
console.log(plain(none.data).count);
const one = await client.GET("/api/v1/events/{id}/", { params: { path: { id }, query: { lang: "fr" } } });
console.log(plain(one.data).name);
const missing = await client.GET("/api/v1/events/{id}/", { params: { path: { id: "999999" } } });
console.log(missing.error!.status, missing.error!.title);
const refused = await client.GET("/api/v1/institutions/", { params: { query: { territory: ["atlantis"] } } });
console.log(refused.error!.status, refused.error!.errors.map((error) => error.parameter));
// @ts-expect-error: the description is a closed list, and the compiler knows it
await client.GET("/api/v1/events/", { params: { query: { kind: ["picnic"] } } });
