import helmet from 'helmet';

/**
 * The headers by which a browser protects its reader. Scripts, styles, fonts and requests are this service's own; no
 * script stands in a page itself. Styles may, for Element Plus sets them on its elements, and pictures may be data,
 * for a chart is saved as one.
 */
export function securityHeaders(): ReturnType<typeof helmet> {
  return helmet({
    // The service itself speaks HTTP (a closed network, or a proxy in front): nothing here may force HTTPS.
    strictTransportSecurity: false,
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        'default-src': ["'self'"],
        'script-src': ["'self'"],
        'script-src-attr': ["'none'"],
        'style-src': ["'self'", "'unsafe-inline'"],
        'img-src': ["'self'", 'data:', 'blob:'],
        'font-src': ["'self'"],
        'connect-src': ["'self'"],
        'object-src': ["'none'"],
        'base-uri': ["'none'"],
        'form-action': ["'self'"],
        'frame-ancestors': ["'self'"],
      },
    },
  });
}
