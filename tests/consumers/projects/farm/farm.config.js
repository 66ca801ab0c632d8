// All that this says is where the app's own files are.
export default ({ mode }) => ({
  compilation: {
    input: { index: `./${mode}/index.html` },
    output: { path: `out/${mode}` },
  },
});
