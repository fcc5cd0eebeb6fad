/**
 * By module, the functions and classes that programs share with the real process. None of them has state, reads a clock, draws
 * random numbers, or waits for the real event loop; what they can be made to do is told where a module is replaced. A name that a
 * newer Node adds is missing here until somebody has looked at it.
 */
export const REAL: Readonly<Record<string, string>> = {
  _stream_duplex: 'from fromWeb toWeb',
  _stream_readable: 'ReadableState from fromWeb toWeb wrap',
  _stream_wrap: 'StreamWrap',
  _stream_writable: 'WritableState fromWeb toWeb',
  assert:
    'Assert AssertionError CallTracker deepEqual deepStrictEqual doesNotMatch doesNotReject doesNotThrow equal fail ' +
    'ifError match notDeepEqual notDeepStrictEqual notEqual notStrictEqual ok partialDeepStrictEqual rejects strict ' +
    'strictEqual throws',
  'assert/strict':
    'Assert AssertionError CallTracker deepEqual deepStrictEqual doesNotMatch doesNotReject doesNotThrow equal fail ' +
    'ifError match notDeepEqual notDeepStrictEqual notEqual notStrictEqual ok partialDeepStrictEqual rejects strict ' +
    'strictEqual throws',
  async_hooks: 'AsyncLocalStorage executionAsyncResource',
  buffer: 'Blob Buffer File SlowBuffer atob btoa isAscii isUtf8 resolveObjectURL transcode',
  console: 'Console',
  crypto:
    'Certificate Cipher Cipheriv Decipher Decipheriv DiffieHellman DiffieHellmanGroup ECDH Hash Hmac KeyObject Sign ' +
    'Verify X509Certificate argon2Sync checkPrimeSync createCipheriv createDecipheriv createHash createHmac createMac ' +
    'createPrivateKey createPublicKey createSecretKey createVerify getCipherInfo getCiphers getCurves getFips ' +
    'getHashes getMacs hash hkdfSync parsePKCS12 pbkdf2Sync privateDecrypt privateEncrypt publicDecrypt scryptSync ' +
    'secureHeapUsed timingSafeEqual',
  events:
    'EventEmitter EventEmitterAsyncResource addAbortListener getEventListeners getMaxListeners init listenerCount on ' +
    'once setMaxListeners',
  globalThis:
    'AbortController AbortSignal AggregateError Array ArrayBuffer AsyncDisposableStack BigInt BigInt64Array ' +
    'BigUint64Array Blob Boolean Buffer ByteLengthQueuingStrategy CountQueuingStrategy Crypto CryptoKey CustomEvent ' +
    'DOMException DataView DisposableStack Error EvalError Event EventTarget File Float16Array Float32Array ' +
    'Float64Array Function Int16Array Int32Array Int8Array Iterator Map MessageEvent MessagePort Navigator Number ' +
    'Object Performance PerformanceEntry PerformanceMark PerformanceMeasure PerformanceObserverEntryList ' +
    'PerformanceResourceTiming Promise Proxy RangeError ReadableByteStreamController ReadableStream ' +
    'ReadableStreamBYOBReader ReadableStreamBYOBRequest ReadableStreamDefaultController ReadableStreamDefaultReader ' +
    'ReferenceError RegExp Set SharedArrayBuffer String SubtleCrypto SuppressedError Symbol SyntaxError TextDecoder ' +
    'TextDecoderStream TextEncoder TextEncoderStream TransformStream TransformStreamDefaultController TypeError ' +
    'URIError URL URLPattern URLSearchParams Uint16Array Uint32Array Uint8Array Uint8ClampedArray WeakMap WeakSet ' +
    'WritableStream WritableStreamDefaultController WritableStreamDefaultWriter atob btoa decodeURI ' +
    'decodeURIComponent encodeURI encodeURIComponent escape eval isFinite isNaN parseFloat parseInt structuredClone ' +
    'unescape',
  module: 'SourceMap isBuiltin stripTypeScriptTypes',
  net: 'BlockList SocketAddress',
  path: 'basename dirname extname format isAbsolute join matchesGlob normalize parse relative resolve toNamespacedPath',
  'path/posix':
    'basename dirname extname format isAbsolute join matchesGlob normalize parse relative resolve toNamespacedPath',
  'path/win32':
    'basename dirname extname format isAbsolute join matchesGlob normalize parse relative resolve toNamespacedPath',
  perf_hooks:
    'Performance PerformanceEntry PerformanceMark PerformanceMeasure PerformanceObserverEntryList ' +
    'PerformanceResourceTiming createSlidingWindowHistogram importHistogram',
  punycode: 'decode encode toASCII toUnicode',
  querystring: 'decode encode escape parse stringify unescape unescapeBuffer',
  readline: 'Interface clearLine clearScreenDown createInterface cursorTo emitKeypressEvents moveCursor',
  'readline/promises': 'Interface Readline createInterface',
  sea: 'getAsset getAssetAsBlob getAssetKeys getRawAsset isSea',
  stream:
    'Duplex PassThrough Readable Stream Transform Writable addAbortSignal compose destroy duplexPair finished ' +
    'getDefaultHighWaterMark isDestroyed isDisturbed isErrored isReadable isWritable pipeline setDefaultHighWaterMark',
  'stream/consumers': 'arrayBuffer blob buffer bytes json text',
  'stream/promises': 'finished pipeline',
  'stream/web':
    'ByteLengthQueuingStrategy CountQueuingStrategy ReadableByteStreamController ReadableStream ' +
    'ReadableStreamBYOBReader ReadableStreamBYOBRequest ReadableStreamDefaultController ReadableStreamDefaultReader ' +
    'ReadableStreamTee TextDecoderStream TextEncoderStream TransformStream TransformStreamDefaultController ' +
    'WritableStream WritableStreamDefaultController WritableStreamDefaultWriter',
  string_decoder: 'StringDecoder',
  sys:
    'MIMEParams MIMEType TextDecoder TextEncoder aborted callbackify convertProcessSignalToExitCode deprecate diff ' +
    'format formatWithOptions getCallSite getSystemErrorMap getSystemErrorMessage getSystemErrorName inherits inspect ' +
    'isArray isBoolean isBuffer isDate isDeepStrictEqual isError isFunction isNull isNullOrUndefined isNumber ' +
    'isObject isPrimitive isRegExp isString isSymbol isUndefined log markPromiseAsHandled parseArgs parseEnv ' +
    'promisify stripVTControlCharacters toUSVString transferableAbortController transferableAbortSignal',
  url:
    'URL URLPattern URLSearchParams Url domainToASCII domainToUnicode fileURLToPath fileURLToPathBuffer format parse ' +
    'pathToFileURL resolve resolveObject urlToHttpOptions',
  util:
    'MIMEParams MIMEType TextDecoder TextEncoder aborted callbackify convertProcessSignalToExitCode deprecate diff ' +
    'format formatWithOptions getCallSite getSystemErrorMap getSystemErrorMessage getSystemErrorName inherits inspect ' +
    'isArray isBoolean isBuffer isDate isDeepStrictEqual isError isFunction isNull isNullOrUndefined isNumber ' +
    'isObject isPrimitive isRegExp isString isSymbol isUndefined log markPromiseAsHandled parseArgs parseEnv ' +
    'promisify stripVTControlCharacters toUSVString transferableAbortController transferableAbortSignal',
  'util/types':
    'isAnyArrayBuffer isArgumentsObject isArrayBuffer isArrayBufferView isAsyncFunction isBigInt64Array ' +
    'isBigIntObject isBigUint64Array isBooleanObject isBoxedPrimitive isCryptoKey isDataView isDate isExternal ' +
    'isFloat16Array isFloat32Array isFloat64Array isGeneratorFunction isGeneratorObject isInt16Array isInt32Array ' +
    'isInt8Array isKeyObject isMap isMapIterator isModuleNamespaceObject isNativeError isNumberObject isPromise ' +
    'isProxy isRegExp isSet isSetIterator isSharedArrayBuffer isStringObject isSymbolObject isTypedArray ' +
    'isUint16Array isUint32Array isUint8Array isUint8ClampedArray isWeakMap isWeakSet',
  v8:
    'DefaultDeserializer DefaultSerializer Deserializer Serializer cachedDataVersionTag deserialize ' +
    'isStringOneByteRepresentation serialize',
  vm: 'compileFunction createScript isContext runInContext runInThisContext',
};

/**
 * By module, what Node has and programs do not: parts of a debugger, of the real loader and of the real process. An older package
 * may test for them; none that was seen needs them.
 */
export const MISSING: Readonly<Record<string, string>> = {
  console: 'context createTask',
  crypto: 'createCipher createDecipher fips',
  domain: 'active',
  module: 'runMain wrap wrapper',
  process: 'assert channel connected disconnect moduleLoadList send sourceMapsEnabled',
  repl: 'builtinModules',
};
