/* The description of the API, to be browsed (Swagger UI). A session sends its CSRF token along with what it changes. */
"use strict";

window.addEventListener("DOMContentLoaded", () => {
  const ort = document.getElementById("dokumentation");
  const csrf = () => (document.cookie.match(/(?:^|; )csrftoken=([^;]+)/) || [])[1] || "";
  window.SwaggerUIBundle({
    url: ort.dataset.schema,
    domNode: ort,
    deepLinking: false,
    docExpansion: "list",
    defaultModelsExpandDepth: 0,
    displayRequestDuration: true,
    persistAuthorization: false,
    validatorUrl: null,
    requestInterceptor: (anfrage) => {
      anfrage.headers["X-CSRFToken"] = csrf();
      return anfrage;
    },
  });
});
