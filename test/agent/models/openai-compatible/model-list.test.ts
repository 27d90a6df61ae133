import { describe, expect, it } from 'vitest'
import { readModelList } from '../../../../src/agent/models/openai-compatible/model-list.ts'

const read = (value: unknown) => readModelList(JSON.stringify(value))

describe('a list of models', () => {
  it('of OpenAI, Ollama or a bare array gives sorted names', () => {
    const names = [{ name: 'a' }, { name: 'b' }]
    expect(read({ data: [{ id: 'b', object: 'model' }, { id: 'a' }, { id: 'a' }] })).toEqual(names)
    expect(read({ models: [{ name: 'b' }, { model: 'a' }] })).toEqual(names)
    expect(read(['b', 'a'])).toEqual(names)
  })

  it('of OpenRouter tells what a model can do and what it costs', () => {
    const row = {
      id: 'anthropic/claude-sonnet-4.5',
      context_length: 1_000_000,
      architecture: { input_modalities: ['text', 'image', 'file'], output_modalities: ['text'] },
      supported_parameters: ['max_tokens', 'reasoning', 'tools'],
      pricing: { prompt: '0.000003', completion: '0.000015', input_cache_read: '0.0000003', image: '0' },
    }
    const auto = {
      id: 'openrouter/auto',
      context_length: 2_000_000,
      pricing: { prompt: '-1', completion: '-1' },
    }
    const free = { id: 'x:free', pricing: { prompt: '0', completion: '0' }, supported_parameters: ['seed'] }
    expect(read({ data: [row, auto, free] })).toEqual([
      {
        name: 'anthropic/claude-sonnet-4.5',
        vision: true,
        tools: true,
        reasoning: true,
        contextTokens: 1_000_000,
        price: { input: 21.3, cached: 2.13, output: 106.5 },
      },
      { name: 'openrouter/auto', contextTokens: 2_000_000 },
      { name: 'x:free', tools: false, reasoning: false, price: { input: 0, cached: null, output: 0 } },
    ])
  })

  it('of Moonshot tells whether a model sees and thinks', () => {
    const row = {
      id: 'kimi-k2.5',
      context_length: 262_144,
      supports_image_in: true,
      supports_reasoning: true,
    }
    expect(read({ data: [row] })).toEqual([
      { name: 'kimi-k2.5', vision: true, reasoning: true, contextTokens: 262_144 },
    ])
  })

  it('of Mistral tells whether a model sees and calls tools', () => {
    const capabilities = { completion_chat: true, function_calling: true, vision: false }
    expect(read({ data: [{ id: 'm', capabilities, max_context_length: 131_072 }] })).toEqual([
      { name: 'm', vision: false, tools: true, contextTokens: 131_072 },
    ])
  })

  it('of vLLM and llama.cpp tells how much a model remembers, and sees', () => {
    expect(read({ data: [{ id: 'v', max_model_len: 32_768, root: '/models/v' }] })).toEqual([
      { name: 'v', contextTokens: 32_768 },
    ])
    const models = [{ name: 'q.gguf', model: 'q.gguf', capabilities: ['completion', 'multimodal'] }]
    const data = [{ id: 'q.gguf', meta: { n_ctx_train: 40_960, n_params: 1 } }]
    expect(read({ models, object: 'list', data })).toEqual([
      { name: 'q.gguf', vision: true, contextTokens: 40_960 },
    ])
  })

  it('leaves out what makes no sense', () => {
    const row = {
      id: 'x',
      context_length: 0,
      max_model_len: '8k',
      architecture: null,
      pricing: { prompt: 'much' },
    }
    expect(read({ data: [row, null, 3, { id: '' }] })).toEqual([{ name: 'x' }])
  })

  it('is none: a page, a refusal, a number', () => {
    for (const text of ['<html>', '{"error":"x"}', '3', 'null', '']) expect(readModelList(text)).toBeNull()
  })
})
