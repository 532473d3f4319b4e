/** Readable in every sandbox: the installed system. `/bin` and its like may be links into `/usr`; bwrap follows them. */
export const SYSTEM_FOLDERS: readonly string[] = [
  '/usr',
  '/bin',
  '/sbin',
  '/lib',
  '/lib32',
  '/lib64',
  '/libx32',
  '/nix/store',
];

/**
 * What programs need of `/etc`: names and addresses, certificates, the linker, locale and types. Not in it: passwords,
 * private keys (`/etc/ssl/private`), ssh, the machine's git and shell configuration (a profile would replace the PATH).
 * bwrap follows links, so `/etc/resolv.conf` shows what it points to below `/run`.
 */
export const SYSTEM_CONFIGURATION: readonly string[] = [
  ...['resolv.conf', 'hosts', 'host.conf', 'nsswitch.conf', 'gai.conf', 'networks', 'protocols', 'services'],
  ...['passwd', 'group'],
  ...['ssl/certs', 'ssl/cert.pem', 'ssl/openssl.cnf', 'ca-certificates', 'ca-certificates.conf', 'crypto-policies'],
  ...['pki/ca-trust', 'pki/tls/certs', 'pki/tls/cert.pem', 'pki/tls/openssl.cnf', 'pki/java'],
  ...['ld.so.cache', 'ld.so.conf', 'ld.so.conf.d', 'alternatives'],
  ...['localtime', 'timezone', 'locale.conf', 'locale.alias', 'os-release', 'debian_version', 'lsb-release'],
  ...['mime.types', 'magic', 'magic.mime', 'fonts', 'terminfo', 'inputrc', 'perl', 'python3', 'maven'],
  // Java's own settings, which Debian keeps here by version.
  ...['java', 'java-8-openjdk', 'java-11-openjdk', 'java-17-openjdk', 'java-21-openjdk', 'java-25-openjdk'],
].map((name) => `/etc/${name}`);

/** Kernel settings that root could change from inside, user namespace or not: they are read-only there. */
export const KERNEL_CONTROLS: readonly string[] = ['/proc/sys', '/proc/sysrq-trigger'];
