/** The absolute URL of the card of a model that the app itself serves, wherever the app was put. */
export function builtInCardUrl(modelId: string): string {
  return new URL(`${import.meta.env.BASE_URL}models/${modelId}/card.json`, document.baseURI).href;
}
