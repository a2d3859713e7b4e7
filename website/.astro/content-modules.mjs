
export default new Map([
["../dist/website/content/guides/quickstart-mobile.mdx", () => import("astro:content-layer-deferred-module?astro%3Acontent-layer-deferred-module=&fileName=..%2Fdist%2Fwebsite%2Fcontent%2Fguides%2Fquickstart-mobile.mdx&astroContentModuleFlag=true")],
["../dist/website/content/guides/quickstart-partner.mdx", () => import("astro:content-layer-deferred-module?astro%3Acontent-layer-deferred-module=&fileName=..%2Fdist%2Fwebsite%2Fcontent%2Fguides%2Fquickstart-partner.mdx&astroContentModuleFlag=true")],
["../dist/website/content/guides/quickstart-web.mdx", () => import("astro:content-layer-deferred-module?astro%3Acontent-layer-deferred-module=&fileName=..%2Fdist%2Fwebsite%2Fcontent%2Fguides%2Fquickstart-web.mdx&astroContentModuleFlag=true")],
["../dist/website/content/guides/webhooks.mdx", () => import("astro:content-layer-deferred-module?astro%3Acontent-layer-deferred-module=&fileName=..%2Fdist%2Fwebsite%2Fcontent%2Fguides%2Fwebhooks.mdx&astroContentModuleFlag=true")]]);
		