export default { prerender: process.env.PRERENDER ? ["/", "/refused", "/streaming"] : false };
