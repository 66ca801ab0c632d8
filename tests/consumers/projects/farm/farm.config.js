// Only names the app's own files.
export default ({ mode }) => ({
  compilation: {
    input: { index: `./${mode}/index.html` },
    output: { path: `out/${mode}` },
  },
});
