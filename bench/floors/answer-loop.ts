import WebSocket, { type RawData, WebSocketServer } from 'ws'

interface MessageEvent {
  post_type: string
  message_type: 'group' | 'private'
  user_id: number
  group_id?: number
  message: { type: string; data: Record<string, string> }[]
}

/** How a floor speaks HTTP. */
interface Client {
  /** Asks the model: the JSON body of a chat completion in, the answer's text out. */
  complete(body: string): Promise<string>
  /** Fetches a picture: its address in, a data URL out. */
  picture(address: string): Promise<string>
}

/**
 * The least that can answer: an event in, a chat completion, an action out, in the order of each chat. Pictures are
 * sent on as they are. Nothing is kept, nothing is checked. What a bot takes beyond this is the price of being one.
 */
export function startFloor(client: Client): void {
  const { BENCH_MODE: mode, BENCH_QQ_URL: url = '', BENCH_QQ_PORT: port, BENCH_SELF_ID: self } = process.env
  const chains = new Map<string, Promise<void>>()

  const attach = (socket: WebSocket) => {
    socket.on('message', (data: RawData) => {
      const event = JSON.parse(data.toString()) as MessageEvent
      if (event.post_type !== 'message') return
      const isGroup = event.message_type === 'group'
      if (isGroup && !event.message.some((part) => part.type === 'at' && part.data.qq === self)) return
      const chat = isGroup ? `g${event.group_id}` : `p${event.user_id}`
      const next = (chains.get(chat) ?? Promise.resolve()).then(() => answer(socket, event))
      chains.set(chat, next)
      void next.finally(() => {
        if (chains.get(chat) === next) chains.delete(chat)
      })
    })
  }

  async function answer(socket: WebSocket, event: MessageEvent): Promise<void> {
    const said = event.message.map((part) => (part.type === 'text' ? part.data.text : '')).join('')
    const addresses = event.message.flatMap(({ type, data }) => (type === 'image' ? (data.url ?? []) : []))
    const pictures = await Promise.all(addresses.map((address) => client.picture(address)))
    const content =
      pictures.length === 0
        ? said.trim()
        : [
            { type: 'text', text: said.trim() },
            ...pictures.map((url) => ({ type: 'image_url', image_url: { url } })),
          ]
    const text = await client.complete(
      JSON.stringify({ model: 'bench', messages: [{ role: 'user', content }] }),
    )
    const message = [{ type: 'text', data: { text } }]
    const call =
      event.message_type === 'group'
        ? { action: 'send_group_msg', params: { group_id: event.group_id, message } }
        : { action: 'send_private_msg', params: { user_id: event.user_id, message } }
    socket.send(JSON.stringify(call))
  }

  if (mode === 'server') {
    new WebSocketServer({ host: '127.0.0.1', port: Number(port), perMessageDeflate: false }).on(
      'connection',
      attach,
    )
  } else {
    attach(new WebSocket(url, { perMessageDeflate: false }))
  }
}

export function dataUrl(type: string | null, bytes: Buffer): string {
  return `data:${type};base64,${bytes.toString('base64')}`
}

/** The text of a chat completion that was not streamed. */
export function textOf(completion: unknown): string {
  const { choices } = completion as { choices: { message: { content: string } }[] }
  return choices[0]?.message.content ?? ''
}
