import type { Provider } from '../../shared/provider.ts'
import type { Secret } from '../../shared/secret.ts'
import { ModelError } from './model-error.ts'

/** What a provider is called in a sentence. */
export function titleOf(provider: Provider): string {
  return provider.title || provider.id
}

/**
 * The secrets of a provider in clear. Throws ModelError `model.auth` for one that this host cannot open.
 * @param open '' for none, null when it cannot be opened.
 */
export function openSecrets(
  provider: Provider,
  open: (secret: Secret) => string | null,
): { apiKey: string; proxyLogin: string; headers: Record<string, string> } {
  const opened = (secret: Secret, what: string): string => {
    const plain = open(secret)
    if (plain !== null) return plain
    const title = titleOf(provider)
    throw new ModelError({
      code: 'model.auth',
      message: `「${title}」存着的 ${what} 在这台电脑上打不开`,
      hint: `在模型页重新填「${title}」的 ${what}`,
    })
  }
  return {
    apiKey: opened(provider.apiKey, 'Key'),
    proxyLogin: provider.proxy === '' ? '' : opened(provider.proxyLogin, '代理登录'),
    headers: Object.fromEntries(
      provider.headers.map(({ name, secretValue }) => [name, opened(secretValue, `请求头 ${name}`)]),
    ),
  }
}
