/** Calls that block until something outside of the program happens, by their full names. What only computes or reads a file is not here. */

const HTTP_VERBS = ['get', 'options', 'head', 'post', 'put', 'patch', 'delete', 'request'];
const of = (module: string, names: readonly string[]): string[] => names.map((name) => `${module}.${name}`);

/** Functions of modules. Documentation: docs.python.org, requests.readthedocs.io, python-httpx.org. */
export const BLOCKING_FUNCTIONS: ReadonlySet<string> = new Set([
  'time.sleep',
  'builtins.input',
  'getpass.getpass',
  'os.system',
  ...of('subprocess', ['run', 'call', 'check_call', 'check_output', 'getoutput', 'getstatusoutput']),
  ...of('socket', ['create_connection', 'gethostbyname', 'gethostbyname_ex', 'gethostbyaddr', 'getaddrinfo', 'getnameinfo', 'getfqdn']),
  ...of('urllib.request', ['urlopen', 'urlretrieve']),
  ...of('requests', HTTP_VERBS),
  ...of('requests.api', HTTP_VERBS),
  ...of('httpx', HTTP_VERBS),
]);

/** Methods of a socket that has been left blocking. */
export const BLOCKING_SOCKET_METHODS: ReadonlySet<string> = new Set(['connect', 'accept', 'recv', 'recv_into', 'recvfrom', 'recvfrom_into', 'recvmsg', 'sendall', 'sendfile']);

/** What makes such a socket. */
export const SOCKET_MAKERS: ReadonlySet<string> = new Set(['socket.socket', 'socket.create_connection']);
