"""The Streamlit dashboard: shows results of the pipelines, computes none."""
