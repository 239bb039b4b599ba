/**
 * Shares one look-up among all who ask for the same key within `ms`. Runs of one account ask for its token at every call;
 * a token that changed meanwhile is seen a moment later. A look-up that fails is not remembered.
 */
export function rememberBriefly<T>(ms: number, load: (key: string) => Promise<T>): (key: string) => Promise<T> {
  const known = new Map<string, Promise<T>>();
  return (key) => {
    const remembered = known.get(key);
    if (remembered !== undefined) return remembered;
    const loading = load(key);
    known.set(key, loading);
    const forget = () => void known.delete(key);
    loading.then(() => setTimeout(forget, ms).unref(), forget);
    return loading;
  };
}
