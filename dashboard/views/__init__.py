"""Results as Streamlit elements."""
