/** Channel names of the Electron transport; names of calls travel inside. Apart from the schemas, so that the
 * preload script does not carry them. */
export const channels = { call: 'apricot:call', state: 'apricot:state', feed: 'apricot:feed' } as const
