import { describe, expect, it } from 'vitest'
import { chatting } from './chatting.ts'

const address = (chat: ReturnType<typeof chatting>) => chat.config().providers.map(({ baseUrl }) => baseUrl)

describe('.aiconfig', () => {
  it('shows what is set, and whether it is used', async () => {
    expect(await chatting().says('.aiconfig')).toBe(
      '当前设置:\nhost=localhost\nport=11434\nmodel=llama3.1\n现在没有在用，默认模型是 demo/xiaoxing',
    )
    const config = {
      providers: [{ id: 'aiconfig', baseUrl: 'http://[::1]:80/v1', models: [{ name: 'a' }, { name: 'b' }] }],
      defaults: { model: 'aiconfig/a' },
    }
    expect(await chatting({ config }).says('#aiconfig')).toBe('当前设置:\nhost=::1\nport=80\nmodel=a')
  })

  it('makes a provider and uses it by default', async () => {
    const chat = chatting({ settings: { model: 'demo/xiaoxing' } })
    expect(await chat.says('.aiconfig host=192.168.1.5 port=8080 model=qwen3:8b')).toBe(
      '设置已保存:\nhost=192.168.1.5\nport=8080\nmodel=qwen3:8b\n下一条消息就用它',
    )
    const { providers, defaults } = chat.config()
    expect(providers).toMatchObject([
      {
        id: 'aiconfig',
        title: '.aiconfig',
        baseUrl: 'http://192.168.1.5:8080/v1',
        models: [{ name: 'qwen3:8b' }],
      },
    ])
    expect(defaults.model).toBe('aiconfig/qwen3:8b')
  })

  it('fills in what was never given, keeps what was, and keeps the models there are', async () => {
    const chat = chatting()
    await chat.says('.aiconfig model=a/b')
    expect(chat.config().defaults.model).toBe('aiconfig/a/b')
    await chat.says('.aiconfig HOST＝Ollama_1.lan')
    await chat.says('.aiconfig model=c')
    expect(address(chat)).toEqual(['http://Ollama_1.lan:11434/v1'])
    expect(chat.config().providers[0]?.models.map(({ name }) => name)).toEqual(['a/b', 'c'])
    expect(chat.config().defaults.model).toBe('aiconfig/c')
    await chat.says('.aiconfig host=::1')
    expect(address(chat)).toEqual(['http://[::1]:11434/v1'])
    expect(chat.config().defaults.model).toBe('aiconfig/c')
  })

  it('changes nothing when everything is so already', async () => {
    const chat = chatting()
    await chat.says('.aiconfig port=1')
    expect(await chat.says('.aiconfig port=1')).toBe('已经是这样了:\nhost=localhost\nport=1\nmodel=llama3.1')
    expect(chat.done).toEqual(['edit'])
  })

  it('leaves an address alone that was edited in the panel, as long as only the model changes', async () => {
    const providers = [{ id: 'aiconfig', enabled: false, baseUrl: 'https://ollama.lan/api/v1' }]
    const chat = chatting({ config: { providers } })
    await chat.says('.aiconfig model=a')
    expect(chat.config().providers[0]).toMatchObject({ enabled: true, baseUrl: 'https://ollama.lan/api/v1' })
    await chat.says('.aiconfig port=8443')
    expect(address(chat)).toEqual(['http://ollama.lan:8443/v1'])
  })

  it('never takes a key along to another address, and says so', async () => {
    const apiKey = { $secret: 'providers/aiconfig/apiKey' }
    const providers = [{ id: 'aiconfig', baseUrl: 'http://ollama.lan:80/v1', apiKey }]
    const chat = chatting({ config: { providers } })
    const key = () => chat.config().providers[0]?.apiKey
    expect(await chat.says('.aiconfig host=ollama.lan port=80 model=a')).not.toContain('Key')
    expect(key()).toEqual(apiKey)
    expect(await chat.says('.aiconfig host=elsewhere.example')).toContain(
      '\n原来的 Key 是给原来的地址的，没有带过去',
    )
    expect(key()).toBe('')
    const byPort = chatting({ config: { providers } })
    await byPort.says('.aiconfig port=8080')
    expect(byPort.config().providers[0]).toMatchObject({ baseUrl: 'http://ollama.lan:8080/v1', apiKey: '' })
  })

  it('says when the chat has a model of its own', async () => {
    const chat = chatting({ settings: { model: 'local/qwen' } })
    expect(await chat.says('.aiconfig model=a')).toContain('这里另外选了 local/qwen，#模型更换 可以换')
  })

  it.each([
    ['host=http://localhost', 'host「http://localhost」不对'],
    ['host=localhost/v1', 'host「localhost/v1」不对'],
    ['host=user@localhost', 'host「user@localhost」不对'],
    ['host=localhost:80', 'host「localhost:80」不对'],
    ['host=256.1.1.1', 'host「256.1.1.1」不对'],
    ['host=a..b', 'host「a..b」不对'],
    ['host=', 'host「」不对'],
    [`host=${'a.'.repeat(128)}a`, 'host「a.a.'],
    ['port=0', 'port「0」不对'],
    ['port=65536', 'port「65536」不对'],
    ['port=80a', 'port「80a」不对'],
    ['port=-1', 'port「-1」不对'],
    ['port=', 'port「」不对'],
    ['model=', 'model 后面要写模型名'],
    [`model=${'a'.repeat(161)}`, 'model 有 161 个字，最多 160 个'],
    ['modell=a', '没有「modell」这一项，只有 host、port、model'],
    ['__proto__=a', '没有「__proto__」这一项'],
    ['host=a HOST=b', 'host 写了两次'],
    ['localhost 80', '看不懂「localhost」'],
    ['host = a', '看不懂「host」'],
    ['=a', '看不懂「=a」'],
    ['x'.repeat(100_000), '看不懂「xxx'],
  ])('D1-05: refuses %j', async (args, words) => {
    const chat = chatting()
    const reply = (await chat.says(`.aiconfig ${args}`)) ?? ''
    expect(reply).toContain(`错误: ${words}`)
    expect(reply.length).toBeLessThan(200)
    expect(chat.done).toEqual([])
  })

  it.each(['a'.repeat(63), 'a.b-c.d.', '127.0.0.1', '[::1]', 'fe80::1', '1ollama'])(
    'takes the host %s',
    async (host) => {
      const chat = chatting()
      expect(await chat.says(`.aiconfig host=${host}`)).toContain('设置已保存')
    },
  )

  it('D1-05: is for the owner alone', async () => {
    const chat = chatting({ role: 'trusted' })
    for (const text of ['.aiconfig', '.aiconfig host=evil', '#aiconfig host=evil'])
      expect(await chat.says(text)).toBe('错误: 权限不足，这条指令只有主人能用')
    expect(chat.done).toEqual([])
  })
})
